import { type ComponentProps, useEffect, useRef } from 'react';

/** A picture that says how large it is, also when it had come before the page answered to anything. */
export function MeasuredImage({
  onMeasure,
  alt,
  ...image
}: Omit<ComponentProps<'img'>, 'onLoad' | 'ref'> & {
  /** Pixels of the file. */
  onMeasure: (width: number, height: number) => void;
  alt: string;
}) {
  const element = useRef<HTMLImageElement>(null);
  useEffect(() => {
    measure(element.current, onMeasure);
  }, [onMeasure]);
  return (
    <img
      {...image}
      ref={element}
      alt={alt}
      onLoad={() => {
        measure(element.current, onMeasure);
      }}
    />
  );
}

function measure(
  image: HTMLImageElement | null,
  onMeasure: (width: number, height: number) => void,
): void {
  if (image?.complete && image.naturalHeight > 0) {
    onMeasure(image.naturalWidth, image.naturalHeight);
  }
}
