import type { texts as assets } from '../assets/texts.en.ts';
import type { texts as credits } from '../credits/texts.en.ts';
import type { texts as jobs } from '../jobs/texts.en.ts';
import type { texts as operations } from '../operations/texts.en.ts';
import type { texts as preferences } from '../preferences/texts.en.ts';
import type { texts as problems } from '../problems/texts.en.ts';
import type { texts as shell } from '../shell/texts.en.ts';
import type { texts as signIn } from '../sign-in/texts.en.ts';
import type { texts as studio } from '../studio/texts.en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: false;
    resources: {
      assets: typeof assets;
      credits: typeof credits;
      jobs: typeof jobs;
      operations: typeof operations;
      preferences: typeof preferences;
      problems: typeof problems;
      shell: typeof shell;
      signIn: typeof signIn;
      studio: typeof studio;
    };
  }
}
