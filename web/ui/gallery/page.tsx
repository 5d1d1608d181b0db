import { button } from '../controls/button.ts';
import type { Specimen, State } from './specimen.ts';

type Theme = 'dark' | 'light';

/** Every component of the kit in every state, in one theme at a time. */
export function GalleryPage(props: {
  specimens: readonly Specimen[];
  theme: Theme;
  /** The overlay that is open at once. */
  open: string | null;
}) {
  const other: Theme = props.theme === 'dark' ? 'light' : 'dark';
  return (
    <div className="gallery">
      <header className="gallery-head">
        <div>
          <h1>Components</h1>
          <p>{props.specimens.length} parts of the studio, each in all its states.</p>
        </div>
        <a href={`?theme=${other}`} className={button.neutral}>
          {other === 'light' ? 'Light' : 'Dark'} theme
        </a>
      </header>
      <nav aria-label="Components" className="gallery-nav">
        <ul>
          {props.specimens.map(({ component }) => (
            <li key={component}>
              <a href={`#${component}`}>{component}</a>
            </li>
          ))}
        </ul>
      </nav>
      <main>
        {props.specimens.map((specimen) => (
          <SpecimenSection key={specimen.component} specimen={specimen} open={props.open} />
        ))}
      </main>
    </div>
  );
}

function SpecimenSection({ specimen, open }: { specimen: Specimen; open: string | null }) {
  return (
    <section id={specimen.component} aria-label={specimen.component} className="specimen">
      <h2>{specimen.component}</h2>
      <p>{specimen.purpose}</p>
      <div className="states">
        {specimen.states.map((state) => (
          <StateBox key={state.name} state={state} open={open} />
        ))}
      </div>
    </section>
  );
}

function StateBox({ state, open }: { state: State; open: string | null }) {
  const { Show } = state;
  const shown = state.overlay !== undefined && state.overlay === open;
  return (
    <div
      ref={(box) => {
        if (shown) box?.scrollIntoView({ block: 'center' });
      }}
      className={state.wide ? 'state-wide' : undefined}
    >
      <p className="state-name">{state.name}</p>
      <Show key={String(shown)} open={shown} />
    </div>
  );
}
