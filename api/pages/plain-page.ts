import type { Response } from 'express';
import { type ProblemError, problems } from '../http/problems/problem.ts';
import { contextOf } from '../http/request-context.ts';

const words: Readonly<Record<string, readonly [en: string, fr: string]>> = {
  body_too_large: [
    'This form is too long. Nothing was changed and nothing was charged. Shorten it and send it again.',
    'Ce formulaire est trop long. Rien n’a été changé ni débité. Raccourcissez-le et renvoyez-le.',
  ],
};
const otherwise = [
  'This could not be answered. Nothing was charged. Go back and try again.',
  'La demande n’a pas pu être traitée. Rien n’a été débité. Revenez en arrière et réessayez.',
] as const;

/** For a person whose request never got as far as a page: what happened, in both languages, and the request's id. */
export function sendPlainPage(response: Response, problem: ProblemError): void {
  const [en, fr] = words[problem.code] ?? otherwise;
  const { requestId } = contextOf(response);
  response.status(problems[problem.code].status).type('html').set('Cache-Control', 'no-store');
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Atelier</title><main><p>${en}</p><p lang="fr">${fr}</p><p><code>${requestId}</code></p></main>`,
  );
}
