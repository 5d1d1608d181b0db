import { TriangleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId } from 'react';

/** What a field tells the control inside it. */
interface ControlAttributes {
  id: string;
  required: boolean;
  disabled: boolean;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

const Surrounding = createContext<ControlAttributes | null>(null);

/** The attributes that tie a control to its field's label, hint and error. */
export function useControl(): ControlAttributes {
  const control = useContext(Surrounding);
  if (!control) throw new Error('A control of the kit stands in a Field');
  return control;
}

/**
 * Label above, one control, hint under it. An error takes the hint's place, beside the control that it is about; its
 * region is always there, because one that comes with its text is not read out.
 */
export function Field(props: {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Stands at the label's end: a counter, or the word for optional. */
  aside?: ReactNode;
  required?: boolean;
  /** The hint then says why. */
  disabled?: boolean;
  /** One Input, TextArea or Select. */
  children: ReactNode;
}) {
  const id = useId();
  const [hintId, errorId] = [`${id}hint`, `${id}error`];
  const { error, hint, required = false, disabled = false } = props;
  return (
    <div className="min-w-0">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="min-w-0 text-dense font-medium break-words">
          {props.label}
          {required && (
            <span aria-hidden className="text-text-2">
              {' *'}
            </span>
          )}
        </label>
        {props.aside && <span className="flex-none text-meta text-text-2">{props.aside}</span>}
      </div>
      <Surrounding.Provider
        value={{
          id,
          required,
          disabled,
          'aria-invalid': error ? true : undefined,
          'aria-describedby': error ? errorId : hint ? hintId : undefined,
        }}
      >
        {props.children}
      </Surrounding.Provider>
      {!error && hint && (
        <p id={hintId} className="mt-1.5 text-meta text-text-3">
          {hint}
        </p>
      )}
      <div aria-live="polite">
        {error && (
          <p id={errorId} className="mt-2 flex gap-1.5 text-meta text-bad">
            <TriangleAlert size={14} aria-hidden className="mt-px" />
            <span className="min-w-0 break-words">{error}</span>
          </p>
        )}
      </div>
    </div>
  );
}
