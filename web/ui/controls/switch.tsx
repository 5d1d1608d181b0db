import { Switch as Primitive } from 'radix-ui';

/** On or off; a label elsewhere names it by its id. */
export function Switch(props: {
  id: string;
  checked: boolean;
  describedBy?: string | undefined;
  onChange: (checked: boolean) => void;
}) {
  return (
    <Primitive.Root
      id={props.id}
      checked={props.checked}
      aria-describedby={props.describedBy}
      onCheckedChange={props.onChange}
      className="relative h-6 w-10 flex-none rounded-full border border-line-strong bg-active data-[state=checked]:border-text data-[state=checked]:bg-text"
    >
      <Primitive.Thumb className="absolute top-0.75 left-0.75 size-4 rounded-full bg-text-2 transition-transform duration-100 data-[state=checked]:translate-x-4 data-[state=checked]:bg-bg" />
    </Primitive.Root>
  );
}
