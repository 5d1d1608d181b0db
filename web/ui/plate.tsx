import type { CSSProperties, ReactNode } from 'react';
import { CropMarks } from './crop-marks.tsx';

/** A picture's place on the wall, with crop marks: as large as the room allows, at its own ratio. */
export function Plate({ ratio, children }: { ratio: number; children: ReactNode }) {
  return (
    <div className="plate-room">
      <div style={{ '--ratio': ratio } as CSSProperties} className="plate">
        <CropMarks />
        {children}
      </div>
    </div>
  );
}
