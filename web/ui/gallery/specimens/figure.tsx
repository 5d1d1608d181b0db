import { Figure, FigureList } from '../../figure.tsx';
import type { Specimen } from '../specimen.ts';

export const specimen: Specimen = {
  component: 'Figure',
  purpose: 'One number large, with what it counts and how it moved since.',
  states: [
    {
      name: 'A wallet',
      wide: true,
      Show: () => (
        <FigureList>
          <Figure label="Available" value="86" unit="credits" note="of which 40 until 30 Nov" />
          <Figure label="Held" value="4" unit="credits" held note="for 1 job" />
          <Figure
            label="Used this month"
            value={
              <a href="#Table" style={{ textDecoration: 'underline' }}>
                212
              </a>
            }
            delta={{ text: '+18 % on October', direction: 'up', tone: 'plain' }}
          />
        </FigureList>
      ),
    },
    {
      name: 'A report',
      wide: true,
      Show: () => (
        <FigureList>
          <Figure
            label="Revenue"
            value="1 204,50 €"
            delta={{ text: '+6,2 % sur octobre', direction: 'up', tone: 'ok' }}
          />
          <Figure
            label="Coût fournisseurs"
            value="0,0023 $"
            unit="équipe seule"
            delta={{ text: '+0,0004 $', direction: 'up', tone: 'bad' }}
          />
          <Figure
            label="Marge"
            value="71 %"
            delta={{ text: 'inchangée', direction: 'flat', tone: 'plain' }}
          />
          <Figure
            label="À recevoir"
            value={<span className="text-bad">−12,00 €</span>}
            delta={{ text: '−3,00 €', direction: 'down', tone: 'bad' }}
          />
        </FigureList>
      ),
    },
    {
      name: 'On its way',
      Show: () => (
        <FigureList busy>
          <Figure label="Available" value="" loading />
          <Figure label="Held" value="" loading />
        </FigureList>
      ),
    },
    {
      name: 'Unknown is not zero',
      Show: () => (
        <FigureList>
          <Figure label="Charged" value="0" unit="credits" />
          <Figure label="Duration" value="–" note="It has not begun." />
        </FigureList>
      ),
    },
  ],
};
