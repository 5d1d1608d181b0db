import { ChevronsLeftRight } from 'lucide-react';
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useRef,
  useState,
} from 'react';
import { useWords } from '../../i18n/use-words.ts';

const tag =
  'plaque pointer-events-none absolute bottom-3 h-6 rounded-badge px-2.5 text-meta/6 font-medium';

/**
 * Two pictures in one box, parted by a line that follows the pointer and a native slider. The slider lies under the pointer's
 * reach: what is pressed are the pictures themselves, so that each can be saved from there.
 */
export function Divided(props: {
  /** On a touch screen the finger moves the pictures, not the line. */
  pans: boolean;
  children: ReactNode;
}) {
  const { t, format } = useWords('jobs');
  const slider = useRef<HTMLInputElement>(null);
  const [at, setAt] = useState(50);
  const [holding, setHolding] = useState(false);
  const move = (percent: number) => {
    setAt(Math.min(100, Math.max(0, percent)));
  };
  const follow = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    move(((clientX - left) / width) * 100);
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the slider inside does the same by keyboard
    <figure
      style={{ '--at': `${holding ? 100 : at}%` } as CSSProperties}
      className={`compare checker absolute inset-0 cursor-ew-resize overflow-hidden rounded-picture select-none ${props.pans ? '' : 'touch-pan-y'}`}
      onPointerDown={(event) => {
        if (event.button !== 0 || (props.pans && event.pointerType === 'touch')) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        slider.current?.focus({ preventScroll: true });
        follow(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
      }}
      onDoubleClick={() => {
        move(50);
      }}
    >
      {props.children}
      <Marks />
      <input
        ref={slider}
        type="range"
        min={0}
        max={100}
        value={at}
        aria-label={t('result.slider')}
        aria-valuetext={t('result.sliderValue', { percent: format.percent(at) })}
        title={t('result.compareHint')}
        onChange={(event) => {
          move(Number(event.target.value));
        }}
        onKeyDown={(event) => {
          if (event.key === ' ') {
            event.preventDefault();
            setHolding(true);
          } else moveByStep(event, at, move);
        }}
        onKeyUp={(event) => {
          if (event.key === ' ') setHolding(false);
        }}
        className="pointer-events-none absolute inset-0 m-0 size-full opacity-0"
      />
    </figure>
  );
}

function Marks() {
  const { t } = useWords('jobs');
  return (
    <>
      <span
        aria-hidden
        className="compare-line compare-bar pointer-events-none absolute inset-y-0 -ml-px w-0.5"
      />
      <span
        aria-hidden
        className="compare-line compare-knob pointer-events-none absolute top-1/2 -mt-[22px] -ml-[22px] grid size-11 place-items-center rounded-full shadow-float"
      >
        <ChevronsLeftRight size={18} />
      </span>
      <span className={`${tag} left-3`}>{t('result.before')}</span>
      <span className={`${tag} right-3`}>{t('result.after')}</span>
    </>
  );
}

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -10,
  ArrowDown: -10,
  ArrowRight: 10,
  ArrowUp: 10,
};

function moveByStep(event: KeyboardEvent, at: number, move: (percent: number) => void): void {
  const step = steps[event.key];
  if (step === undefined || !event.shiftKey) return;
  event.preventDefault();
  move(at + step);
}
