import { useMatches } from '@remix-run/react';
import { useState } from 'react';
import { useNonce } from '../http/nonce.ts';
import type { Namespace } from './namespaces.ts';
import { textsOf } from './route-texts.ts';
import { useI18n } from './use-words.ts';

const elementId = 'page-texts';

/** The texts of the page's features, in the page itself: fetched as files they would cost one more way there and back. */
export function PageTexts() {
  const i18n = useI18n();
  const nonce = useNonce();
  const wanted = useMatches().flatMap(({ handle }) => textsOf(handle));
  const [json] = useState(() => {
    const texts = wanted.map((name): [string, unknown] => [
      name,
      i18n.getResourceBundle(i18n.language, name),
    ]);
    return JSON.stringify(Object.fromEntries(texts)).replaceAll('<', '\\u003c');
  });
  return (
    <script
      id={elementId}
      type="application/json"
      nonce={nonce}
      suppressHydrationWarning
      dangerouslySetInnerHTML={{ __html: json }}
    />
  );
}

/** What the server wrote into this page. */
export function writtenTexts(): Partial<Record<Namespace, object>> {
  const json = document.getElementById(elementId)?.textContent ?? '{}';
  return JSON.parse(json) as Partial<Record<Namespace, object>>;
}
