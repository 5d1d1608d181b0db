import { TriangleAlert } from 'lucide-react';
import type { InputHTMLAttributes, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSelect } from '../preferences/language-select.tsx';
import { ThemeButton } from '../preferences/theme-button.tsx';
import { Logo } from '../shell/logo.tsx';
import { CropMarks } from '../ui/crop-marks.tsx';

/** What stands round the forms of people without a session: a column, beside a picture. */
export function AccountFrame(props: { title: string; lead: string; children?: ReactNode }) {
  const { t } = useTranslation('signIn');
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(27.5rem,1fr)_2fr]">
      <main className="flex flex-col gap-8 px-4 py-5 sm:px-12 lg:py-8">
        <div className="flex items-center justify-between">
          <Logo />
          <div className="flex items-center gap-1">
            <LanguageSelect />
            <ThemeButton />
          </div>
        </div>
        <div className="my-auto w-full max-w-90 pb-16">
          <h1 className="font-display text-page font-semibold">{props.title}</h1>
          <p className="mt-2 text-text-2">{props.lead}</p>
          {props.children}
        </div>
      </main>
      <div className="relative hidden place-items-center bg-stage p-16 lg:grid">
        <div className="relative">
          <CropMarks />
          <img
            src="/samples/coffee.jpg"
            loading="lazy"
            alt={t('photo')}
            width={600}
            height={400}
            className="block rounded-picture xl:w-[720px]"
          />
        </div>
      </div>
    </div>
  );
}

/** Why the last try did not work. */
export function AccountProblem({ text }: { text: string }) {
  return (
    <p role="alert" className="flex gap-2 rounded-control bg-bad-soft px-3 py-2.5 text-bad">
      <TriangleAlert size={18} aria-hidden className="mt-px" />
      {text}
    </p>
  );
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: string;
}

/** A line to type in, under its name. */
export function AccountField({ label, hint, ...input }: FieldProps) {
  return (
    <label className="text-dense font-medium">
      {label}
      <input
        {...input}
        required
        className="mt-2 block h-11 w-full rounded-control border border-line-strong bg-surface px-3 text-base lg:text-body"
      />
      {hint && <span className="mt-1.5 block font-normal text-text-2">{hint}</span>}
    </label>
  );
}

/** The button that sends. */
export function AccountButton({ label, busy }: { label: string; busy: boolean }) {
  return (
    <button
      type="submit"
      disabled={busy}
      className="mt-2 h-12 rounded-control bg-text px-5 text-card font-semibold text-bg hover:bg-text-2 disabled:opacity-70"
    >
      {label}
    </button>
  );
}
