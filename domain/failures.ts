import type { Localized } from './languages.ts';

interface Failure {
  /** Who can do something about it. */
  readonly whose: 'customer' | 'vendor' | 'ours';
  /**
   * Whether the same link is asked again: never; as often as a provider may be (`triesOfLinkMax`); or for as long as it
   * takes, because the trouble is ours and passes: no budget is used, no other link is asked, nothing is voided.
   */
  readonly retry: 'never' | 'budget' | 'until-it-works';
  /** No other link is asked: nothing that one could answer would change it. */
  readonly endsTheJob: boolean;
  /** An operator should look. */
  readonly alarms: boolean;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  readonly title: string;
  /** What happened and what to do next, for the person whose job it was. */
  readonly text: Localized;
}

const final = { retry: 'never', endsTheJob: true, alarms: false, retryable: false } as const;
const customers = { ...final, whose: 'customer' } as const;
const ours = { ...final, whose: 'ours', alarms: true, retryable: true } as const;

const ourFault: Localized = {
  en: 'Something went wrong on our side. Run it again.',
  fr: 'Un problème est survenu de notre côté. Relancez.',
};

/**
 * Why a job, an attempt or a standing workflow failed: the `type` of every ApplicationFailure, the `code` of a job's
 * error, the problem that the API shows for it.
 */
export const failures = {
  canceled: {
    ...customers,
    title: 'The job was canceled',
    text: {
      en: 'This job was canceled. Run it again if you need it.',
      fr: 'Ce travail a été annulé. Relancez-le si vous en avez besoin.',
    },
  },
  expired: {
    ...customers,
    retryable: true,
    title: 'The job could not start in time',
    text: {
      en: 'The job could not start in time. Run it again.',
      fr: 'Le travail n’a pas pu commencer à temps. Relancez.',
    },
  },
  insufficient_credits: {
    ...customers,
    title: 'Not enough credits',
    text: {
      en: 'Not enough credits: {{required}} needed, {{available}} available. Your settings are kept.',
      fr: 'Crédits insuffisants\u00a0: {{required}} demandés, {{available}} disponibles. Vos réglages sont gardés.',
    },
  },
  invalid_input: {
    ...customers,
    title: 'The input does not allow this operation',
    text: {
      en: 'This picture does not allow the operation. Try another picture or other settings.',
      fr: 'Cette image ne permet pas l’opération. Essayez une autre image ou d’autres réglages.',
    },
  },
  no_subject: {
    ...customers,
    title: 'No subject was found',
    text: {
      en: 'No subject found. Try Product mode, or a photo where the subject stands out more.',
      fr: 'Aucun sujet trouvé. Essayez le mode Produit, ou une photo où le sujet se détache mieux.',
    },
  },
  unprintable_words: {
    ...customers,
    title: 'None of the words can be printed',
    text: {
      en: 'None of these words can be printed: our fonts lack their letters. Change the words in quotation marks.',
      fr: 'Aucun de ces mots ne peut être imprimé\u00a0: nos polices n’ont pas ces lettres. Changez les mots entre guillemets.',
    },
  },
  policy_refused: {
    ...customers,
    title: 'The provider’s rules do not allow this',
    text: {
      en: 'The provider’s rules do not allow this content. Change the words or the picture.',
      fr: 'Les règles du fournisseur n’autorisent pas ce contenu. Changez les mots ou l’image.',
    },
  },
  provider_bad_output: {
    whose: 'vendor',
    retry: 'budget',
    endsTheJob: false,
    alarms: false,
    retryable: true,
    title: 'The provider sent no usable result',
    text: {
      en: 'No provider delivered the image. Run it again in a moment.',
      fr: 'Aucun fournisseur n’a livré l’image. Relancez dans un instant.',
    },
  },
  engine_failed: {
    ...ours,
    retry: 'budget',
    endsTheJob: false,
    title: 'The engine failed',
    text: {
      en: 'This picture could not be worked on. Run it again, or try another picture.',
      fr: 'Cette image n’a pas pu être traitée. Relancez, ou essayez une autre image.',
    },
  },
  deadline_exceeded: {
    ...ours,
    retry: 'budget',
    endsTheJob: false,
    alarms: false,
    title: 'The job took too long',
    text: {
      en: 'The job took too long and was stopped. Run it again.',
      fr: 'Le travail a duré trop longtemps, il a été arrêté. Relancez.',
    },
  },
  unavailable: {
    ...ours,
    retry: 'until-it-works',
    endsTheJob: false,
    alarms: false,
    title: 'Not available just now',
    text: {
      en: 'The service is not available just now. Run it again in a moment.',
      fr: 'Le service n’est pas disponible pour l’instant. Relancez dans un instant.',
    },
  },
  worker_lost: {
    ...ours,
    retry: 'until-it-works',
    endsTheJob: false,
    title: 'The machine that worked on it was lost',
    text: {
      en: 'The machine that worked on it stopped several times. Run it again, or try another picture.',
      fr: 'La machine qui y travaillait s’est arrêtée plusieurs fois. Relancez, ou essayez une autre image.',
    },
  },
  bytes_lost: {
    ...ours,
    title: 'A stored file is gone',
    text: {
      en: 'A stored file is no longer there. Add the picture again and run it once more.',
      fr: 'Un fichier stocké n’est plus là. Ajoutez l’image de nouveau et relancez.',
    },
  },
  terminated: {
    ...ours,
    alarms: false,
    title: 'An operator ended the job',
    text: {
      en: 'An operator ended this job. Run it again.',
      fr: 'Un opérateur a mis fin à ce travail. Relancez.',
    },
  },
  stale_run: {
    ...ours,
    alarms: false,
    title: 'Another run works on the job',
    text: ourFault,
  },
  job_not_found: { ...ours, title: 'The workflow has no job', text: ourFault },
  ledger_drift: { ...ours, title: 'The ledger disagrees with its journal', text: ourFault },
  store_mismatch: {
    ...ours,
    title: 'The object store belongs to another database',
    text: ourFault,
  },
  sweep_too_large: { ...ours, title: 'A sweep would delete too much', text: ourFault },
} as const satisfies Record<string, Failure>;

export type FailureType = keyof typeof failures;

/** How often one link is asked for one run of a job, where a failure counts. */
export const triesOfLinkMax = 2;
/** So many workers lost with one attempt look like its fault. */
export const workersLostMax = 3;

/** Whether it is one of ours. */
export function isFailureType(type: string): type is FailureType {
  return Object.hasOwn(failures, type);
}

/** What is known of a failure; of a name that is none of ours: that it is ours, and that another link may help. */
export function failureOf(type: string): Failure {
  return failures[isFailureType(type) ? type : 'engine_failed'];
}

/** Something of every failure. */
export function mapFailures<Value>(of: (failure: Failure) => Value): Record<FailureType, Value> {
  return Object.fromEntries(
    Object.entries<Failure>(failures).map(([type, failure]) => [type, of(failure)]),
  ) as Record<FailureType, Value>;
}
