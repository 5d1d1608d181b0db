import { useFetcher } from '@remix-run/react';
import { Check, LogOut } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../api/pages/page-api.ts';
import { forgetDraft } from '../client/draft.ts';
import { PageForm } from '../http/page-form.tsx';
import { isLocale, locales } from '../../domain/languages.ts';
import { keepLocale, localeNames } from '../preferences/language-select.tsx';

const item =
  'flex min-h-11 items-center gap-2.5 rounded-control px-3 outline-none select-none data-highlighted:bg-raised xl:min-h-9';

/** Who is signed in, the language, and the way out. */
export function AccountMenu({ session }: { session: Session }) {
  const { t, i18n } = useTranslation(['shell', 'preferences']);
  const fetcher = useFetcher();
  const wayOut = useRef<HTMLFormElement>(null);
  return (
    <DropdownMenu.Root modal={false}>
      {/* A new document: nothing that this page still shows or means to send outlives the session. */}
      <PageForm ref={wayOut} reloadDocument action="/sign-out" className="hidden" />
      <DropdownMenu.Trigger
        aria-label={`${t('menu')}: ${session.user.name}`}
        className="grid size-11 place-items-center rounded-control hover:bg-raised"
      >
        <span className="grid size-7 place-items-center rounded-full bg-active text-edge font-semibold">
          {initials(session.user.name)}
        </span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-40 min-w-60 rounded-card border border-line bg-surface p-1.5 shadow-float"
        >
          <div className="px-3 py-2">
            <p className="font-medium">{session.user.name}</p>
            <p className="text-meta text-text-2">{session.user.email}</p>
          </div>
          <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
          <DropdownMenu.RadioGroup
            aria-label={t('preferences:language')}
            value={i18n.language}
            onValueChange={(value) => {
              if (isLocale(value)) keepLocale(fetcher.submit, value);
            }}
          >
            {locales.map((locale) => (
              <DropdownMenu.RadioItem key={locale} value={locale} className={item} lang={locale}>
                <span className="grid size-4 place-items-center">
                  <DropdownMenu.ItemIndicator>
                    <Check size={16} aria-hidden />
                  </DropdownMenu.ItemIndicator>
                </span>
                {t(`preferences:${localeNames[locale]}`)}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
          <DropdownMenu.Item
            className={item}
            onSelect={() => {
              forgetDraft(sessionStorage);
              wayOut.current?.requestSubmit();
            }}
          >
            <LogOut size={16} aria-hidden />
            {t('signOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => word?.[0]?.toUpperCase() ?? '')
    .join('');
}
