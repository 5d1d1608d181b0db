import type { ErrorRequestHandler } from 'express';
import { asProblem } from './as-problem.ts';
import { type ProblemCode, problems } from './problem.ts';
import { contextOf } from '../request-context.ts';

const words: Partial<Record<ProblemCode, readonly [en: string, fr: string]>> = {
  body_too_large: [
    'This form is too long. Nothing was changed and nothing was charged. Shorten it and send it again.',
    'Ce formulaire est trop long. Rien n’a été changé ni débité. Raccourcissez-le et renvoyez-le.',
  ],
  request_timeout: [
    'This form came too slowly and was given up. Nothing was changed and nothing was charged. Send it again.',
    'Ce formulaire est arrivé trop lentement. Rien n’a été changé ni débité. Renvoyez-le.',
  ],
};

/**
 * Answers a person whose form never got as far as its page: what happened, in both languages, and the request's id. All
 * else is left to the problem answer.
 */
export const answerForms: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const { code } = asProblem(error);
  const said = words[code];
  if (!said || response.headersSent || /^\/(v1|api)\//.test(request.path)) {
    next(error);
    return;
  }
  const [en, fr] = said;
  const { requestId } = contextOf(response);
  response.status(problems[code].status).type('html').set('Cache-Control', 'no-store');
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Atelier</title><main><p>${en}</p><p lang="fr">${fr}</p><p><code>${requestId}</code></p></main>`,
  );
};
