import { Check, CircleDashed, Hourglass, TriangleAlert, Undo2, WifiOff } from 'lucide-react';
import { Badge } from '../../badge.tsx';
import type { Specimen } from '../specimen.ts';

export const specimen: Specimen = {
  component: 'Badge',
  purpose: 'A state in an icon, a word and a colour, never in colour alone.',
  states: [
    {
      name: 'All tones',
      wide: true,
      Show: () => (
        <div className="row">
          <Badge tone="plain" icon={<Hourglass size={14} aria-hidden />}>
            In line
          </Badge>
          <Badge tone="live" icon={<CircleDashed size={14} aria-hidden />}>
            Running
          </Badge>
          <Badge tone="ok" icon={<Check size={14} aria-hidden />}>
            Done
          </Badge>
          <Badge tone="bad" icon={<TriangleAlert size={14} aria-hidden />}>
            Failed
          </Badge>
          <Badge tone="warn" icon={<WifiOff size={14} aria-hidden />}>
            Offline
          </Badge>
          <Badge tone="info" icon={<Undo2 size={14} aria-hidden />}>
            Returned
          </Badge>
        </div>
      ),
    },
  ],
};
