import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';

interface MenuAction {
  label: string;
  icon?: ReactNode;
  /** A second line: what it costs, or why it cannot be chosen. */
  note?: string;
  /** The keys that do the same without the menu. */
  keys?: string;
  /** For what takes something away; it asks in a dialog that names the thing. */
  destructive?: boolean;
  /** Stays within reach of the arrow keys, so that its note can be heard. */
  disabled?: boolean;
  onSelect: () => void;
}

interface MenuCheck {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

interface MenuChoice {
  value: string;
  options: readonly { value: string; label: string; lang?: string }[];
  onChange: (value: string) => void;
}

export interface MenuGroup {
  label?: string;
  items: readonly (MenuAction | MenuCheck)[] | MenuChoice;
}

const item =
  'flex min-h-11 items-center gap-2.5 rounded-control px-3 py-1.5 outline-none select-none data-highlighted:bg-raised xl:min-h-9 coarse:min-h-11 forced-colors:data-highlighted:outline-2 forced-colors:data-highlighted:-outline-offset-2';

/** What can be done with one thing, behind one button. */
export function Menu(props: {
  /** A button; it names the menu. */
  trigger: ReactElement;
  groups: readonly MenuGroup[];
  align?: 'start' | 'end';
}) {
  const trigger = useRef<HTMLButtonElement>(null);
  const chosen = useRef<(() => void) | null>(null);
  const [open, setOpen] = useState(false);
  return (
    <Radix.Root modal={false} open={open} onOpenChange={setOpen}>
      <Radix.Trigger ref={trigger} asChild>
        {props.trigger}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={props.align ?? 'end'}
          sideOffset={4}
          collisionPadding={8}
          // What an item opens gives the focus back to the button: the item itself is gone by then.
          onCloseAutoFocus={(event) => {
            const act = chosen.current;
            if (!act) return;
            chosen.current = null;
            event.preventDefault();
            trigger.current?.focus();
            act();
          }}
          // Also in the moment in which a dialog around it still takes the key for its own.
          onKeyDown={({ key }) => {
            if (key === 'Escape') setOpen(false);
          }}
          // As high as a dialog, so that one opened inside a dialog is not under it.
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-[calc(100vw-1rem)] min-w-60 overflow-y-auto rounded-card border border-line bg-surface p-1.5 shadow-float"
        >
          {props.groups.map((group, index) => (
            <Group
              key={index}
              group={group}
              first={index === 0}
              onAction={(act) => {
                chosen.current = act;
              }}
            />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Group(props: { group: MenuGroup; first: boolean; onAction: (act: () => void) => void }) {
  const { items, label } = props.group;
  const name = label && (
    <Radix.Label className="px-3 pt-2 pb-1 text-meta text-text-2">{label}</Radix.Label>
  );
  return (
    <>
      {!props.first && <Radix.Separator className="-mx-1.5 my-1.5 h-px bg-line" />}
      {'options' in items ? (
        <Radix.RadioGroup value={items.value} onValueChange={items.onChange} aria-label={label}>
          {name}
          {items.options.map((option) => (
            <Radix.RadioItem
              key={option.value}
              value={option.value}
              lang={option.lang}
              className={item}
            >
              <Mark />
              {option.label}
            </Radix.RadioItem>
          ))}
        </Radix.RadioGroup>
      ) : (
        <Radix.Group aria-label={label}>
          {name}
          {items.map((each) =>
            'checked' in each ? (
              <Radix.CheckboxItem
                key={each.label}
                checked={each.checked}
                onCheckedChange={each.onChange}
                // Several are often changed in a row.
                onSelect={(event) => {
                  event.preventDefault();
                }}
                className={item}
              >
                <Mark />
                {each.label}
              </Radix.CheckboxItem>
            ) : (
              <Action key={each.label} action={each} onAction={props.onAction} />
            ),
          )}
        </Radix.Group>
      )}
    </>
  );
}

function Action(props: { action: MenuAction; onAction: (act: () => void) => void }) {
  const { action } = props;
  const ink = action.disabled ? 'text-text-3' : action.destructive ? 'text-bad' : '';
  return (
    <Radix.Item
      aria-disabled={action.disabled}
      textValue={action.label}
      onSelect={(event) => {
        if (action.disabled) event.preventDefault();
        else props.onAction(action.onSelect);
      }}
      className={`${item} ${ink}`}
    >
      {action.icon && (
        <span aria-hidden className="grid size-4 flex-none place-items-center">
          {action.icon}
        </span>
      )}
      <span className="min-w-0 flex-1">
        {action.label}
        {action.note && <span className="block text-meta text-text-3">{action.note}</span>}
      </span>
      {action.keys && (
        <kbd className="rounded-badge border border-line px-1.5 font-mono text-edge text-text-2">
          {action.keys}
        </kbd>
      )}
    </Radix.Item>
  );
}

function Mark() {
  return (
    <span className="grid size-4 flex-none place-items-center">
      <Radix.ItemIndicator>
        <Check size={16} aria-hidden />
      </Radix.ItemIndicator>
    </span>
  );
}
