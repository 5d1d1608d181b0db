/** The native file chooser, invisible over its label; it works with keyboard, touch and camera. */
export function FileInput(props: {
  /** The mime types that may be chosen. */
  accepts: readonly string[];
  onFile: (file: File) => void;
  label: string;
  describedBy?: string | undefined;
  id?: string;
  invalid?: boolean;
}) {
  return (
    <input
      type="file"
      data-focus-heir=""
      id={props.id}
      accept={props.accepts.join(',')}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid === true ? true : undefined}
      className="pointer-events-none absolute inset-0 size-full opacity-0"
      onChange={(event) => {
        const file = event.target.files?.[0];
        if (file) props.onFile(file);
        // The same file chosen again must count as a choice.
        event.target.value = '';
      }}
    />
  );
}
