import { Check, Info, TriangleAlert, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { button } from '../controls/button.ts';

const tones = {
  ok: { Icon: Check, ink: 'text-ok' },
  info: { Icon: Info, ink: 'text-info' },
  warn: { Icon: TriangleAlert, ink: 'text-warn' },
} as const;

export interface Toast {
  id: string;
  tone: keyof typeof tones;
  heading: string;
  text?: string;
  action?: {
    label: string;
    /** Where the same can be done once the toast is gone; read out in place of the button. */
    elsewhere: string;
    onPress: () => void;
  };
  /** Interrupts what is being read; otherwise it waits for a pause. */
  urgent?: boolean;
  /** Infinity leaves it there until it is dismissed. */
  durationMs?: number;
}

/**
 * What came to a good end elsewhere; an error belongs beside what failed, where it stays. Time stands still while
 * a toast is pointed at or focused, and F8 leads to the toasts from anywhere.
 */
export function Toasts(props: {
  label: string;
  dismissLabel: string;
  toasts: readonly Toast[];
  onDismiss: (id: string) => void;
}) {
  const labelWithKey = `${props.label} ({hotkey})`;
  return (
    <Radix.Provider label={props.label} duration={5_000}>
      {props.toasts.map((toast) => (
        <OneToast
          key={toast.id}
          toast={toast}
          dismissLabel={props.dismissLabel}
          onDismiss={() => {
            props.onDismiss(toast.id);
          }}
        />
      ))}
      {/* At the top of a phone, whose bottom belongs to the bars that spend and lead on. */}
      <Radix.Viewport
        label={labelWithKey}
        className="fixed inset-x-4 top-16 z-60 grid gap-2 outline-none sm:left-auto sm:w-[380px] lg:top-auto lg:right-5 lg:bottom-5"
      />
    </Radix.Provider>
  );
}

function OneToast(props: { toast: Toast; dismissLabel: string; onDismiss: () => void }) {
  const { toast } = props;
  const { Icon, ink } = tones[toast.tone];
  return (
    <Radix.Root
      type={toast.urgent ? 'foreground' : 'background'}
      {...(toast.durationMs !== undefined && { duration: toast.durationMs })}
      onOpenChange={(open) => {
        if (!open) props.onDismiss();
      }}
      // A modal takes the pointer from everything outside it; what just came is still to be pressed.
      className="pointer-events-auto grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3 rounded-card border border-line bg-surface py-1 pr-1 pl-4 shadow-float transition-opacity duration-200 starting:opacity-0"
    >
      <Icon size={18} aria-hidden className={`mt-[13px] ${ink}`} />
      <div className="py-3">
        <Radix.Title className="font-medium break-words">{toast.heading}</Radix.Title>
        {toast.text && (
          <Radix.Description className="mt-0.5 text-text-2">{toast.text}</Radix.Description>
        )}
        {toast.action && (
          <Radix.Action
            altText={toast.action.elsewhere}
            onClick={toast.action.onPress}
            className={`mt-2.5 ${button.neutral}`}
          >
            {toast.action.label}
          </Radix.Action>
        )}
      </div>
      <Radix.Close
        aria-label={props.dismissLabel}
        title={props.dismissLabel}
        className={button.icon}
      >
        <X size={18} aria-hidden />
      </Radix.Close>
    </Radix.Root>
  );
}
