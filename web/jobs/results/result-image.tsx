import { type ComponentProps, useState } from 'react';
import type { JobAssetResource } from '../../../api/jobs/resource.ts';
import { contentUrl, previewUrl } from '../../assets/asset-requests.ts';

/**
 * A result as a screen shows it. Whoever saves it right there gets the whole file: before the browser's menu opens, its
 * address takes the place of the preview's.
 */
export function ResultImage({
  asset,
  whole = false,
  alt,
  ...image
}: Omit<ComponentProps<'img'>, 'src'> & {
  asset: Pick<JobAssetResource, 'id'>;
  /** Every pixel, instead of what fits on a screen. */
  whole?: boolean;
  alt: string;
}) {
  const [wanted, setWanted] = useState(false);
  const wantWhole = () => {
    setWanted(true);
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the browser's own menu is what opens
    <img
      {...image}
      alt={alt}
      src={whole || wanted ? contentUrl(asset.id) : previewUrl(asset.id)}
      onPointerDown={({ button }) => {
        if (button === 2) wantWhole();
      }}
      onContextMenu={wantWhole}
    />
  );
}
