import { Crop, ImageIcon, type LucideIcon, Maximize2, Palette, Scissors, Type } from 'lucide-react';

// Named one by one: importing lucide by name would ship every icon there is.
const icons: Readonly<Record<string, LucideIcon>> = {
  crop: Crop,
  maximize: Maximize2,
  palette: Palette,
  scissors: Scissors,
  type: Type,
};

/** The icon that the catalogue names, or a plain picture. */
export function OperationIcon({ name }: { name: string }) {
  const Icon = icons[name] ?? ImageIcon;
  return <Icon size={18} aria-hidden />;
}
