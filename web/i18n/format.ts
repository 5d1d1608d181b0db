import type { Locale } from '../../domain/languages.ts';

/** Numbers, sizes and times as people of one language write them. */
export interface Format {
  number: (value: number, options?: Intl.NumberFormatOptions) => string;
  /** `value` is a share from 0 to 100. */
  percent: (value: number, digits?: number) => string;
  /** Powers of 1,000, two significant digits below ten: `467 kB`, `1.4 MB`. */
  bytes: (value: number) => string;
  duration: (ms: number) => string;
  pixels: (width: number, height: number) => string;
  /** `12 seconds ago`. */
  ago: (ms: number) => string;
  dateTime: (date: Date, timeZone?: string) => string;
  timeOfDay: (date: Date, timeZone?: string) => string;
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** The one place where `Intl` speaks: our fonts have U+00A0, and no U+202F. */
export function createFormat(locale: Locale): Format {
  const tidy = (text: string) => text.replaceAll('\u202f', '\u00a0');
  const number = (value: number, options?: Intl.NumberFormatOptions) =>
    tidy(new Intl.NumberFormat(locale, options).format(value));
  const unit = (value: number, name: string, digits: number) =>
    number(value, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    });
  const date = (value: Date, options: Intl.DateTimeFormatOptions) =>
    tidy(new Intl.DateTimeFormat(locale, options).format(value));

  return {
    number,
    percent: (value, digits = 0) =>
      number(value / 100, { style: 'percent', maximumFractionDigits: digits }),
    bytes: (value) => {
      const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(value, 1)) / 3)));
      const scaled = value / 1000 ** power;
      return unit(scaled, byteUnits[power] ?? 'byte', power > 0 && scaled < 10 ? 1 : 0);
    },
    duration: (ms) => {
      const [value, name] = ms < 60_000 ? [ms / 1000, 's'] : [ms / 60_000, 'min'];
      return `${number(value, { maximumFractionDigits: ms < 100 ? 2 : 1 })}\u00a0${name}`;
    },
    pixels: (width, height) =>
      `${number(width, { useGrouping: false })} × ${number(height, { useGrouping: false })}`,
    ago: (ms) => {
      const minutes = ms >= 60_000;
      return tidy(
        new Intl.RelativeTimeFormat(locale).format(
          -Math.round(ms / (minutes ? 60_000 : 1000)),
          minutes ? 'minute' : 'second',
        ),
      );
    },
    dateTime: (value, timeZone) =>
      date(value, { dateStyle: 'long', timeStyle: 'short', ...(timeZone && { timeZone }) }),
    timeOfDay: (value, timeZone) =>
      date(value, { hour: '2-digit', minute: '2-digit', ...(timeZone && { timeZone }) }),
  };
}
