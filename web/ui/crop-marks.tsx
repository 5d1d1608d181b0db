/** The four corners round a picture; the parent is positioned. */
export function CropMarks({ inside = false }: { inside?: boolean }) {
  const [near, far] = inside
    ? ['left-3', 'right-3']
    : ['-left-3.5 max-lg:-left-2', '-right-3.5 max-lg:-right-2'];
  const [top, bottom] = inside
    ? ['top-3', 'bottom-3']
    : ['-top-3.5 max-lg:-top-2', '-bottom-3.5 max-lg:-bottom-2'];
  return (
    <div aria-hidden>
      <span className={`crop-mark border-t border-l ${top} ${near}`} />
      <span className={`crop-mark border-t border-r ${top} ${far}`} />
      <span className={`crop-mark border-b border-l ${bottom} ${near}`} />
      <span className={`crop-mark border-r border-b ${bottom} ${far}`} />
    </div>
  );
}
