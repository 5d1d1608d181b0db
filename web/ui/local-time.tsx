import { useLocale } from '../i18n/use-words.ts';
import { useMounted } from './use-mounted.ts';

/** A time as the viewer's clock shows it; the server, which does not know that clock, writes UTC. */
export function LocalTime({ iso, timeOnly = false }: { iso: string; timeOnly?: boolean }) {
  const { format } = useLocale();
  const zone = useMounted() ? undefined : 'UTC';
  const date = new Date(iso);
  return (
    <time dateTime={iso}>
      {timeOnly ? format.timeOfDay(date, zone) : format.dateTime(date, zone)}
    </time>
  );
}
