import { Download, RotateCw, Share2 } from 'lucide-react';
import { button } from '../../controls/button.ts';
import type { Specimen } from '../specimen.ts';

export const specimen: Specimen = {
  component: 'Button',
  purpose:
    'Three kinds; the orange one belongs to what spends credits, and is the run bar’s alone.',
  states: [
    {
      name: 'Neutral, ghost, icon, and what takes something away',
      Show: () => (
        <div className="row">
          <button type="button" className={button.neutral}>
            <Download size={16} aria-hidden />
            Download
          </button>
          <button type="button" className={button.ghost}>
            Start again
          </button>
          <button type="button" className={`${button.neutral} text-bad`}>
            Delete picture
          </button>
          <button type="button" className={button.icon} aria-label="Share" title="Share">
            <Share2 size={18} aria-hidden />
          </button>
        </div>
      ),
    },
    {
      name: 'At work: stays in the tab order',
      Show: () => (
        <button type="button" aria-disabled className={button.neutral}>
          <RotateCw size={16} aria-hidden />
          Canceling…
        </button>
      ),
    },
  ],
};
