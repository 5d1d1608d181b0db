export const texts = {
  drop: {
    title: 'Click or drop an image here',
    hint: 'or paste it. JPEG, PNG, WebP, AVIF, 50 MB at most',
    samples: 'Three examples to try with',
    sample: {
      coffee: 'Example: a cup of coffee',
      flower: 'Example: a flower',
      chelsea: 'Example: a cat',
    },
    release: 'Drop to add',
    choose: 'Choose',
    replace: 'another image, drop it or paste it. JPEG, PNG, WebP, AVIF, 50 MB at most.',
    remove: 'Remove the image',
    preview: 'Your image',
    noImage: 'This tool needs no image',
    noImageHint: 'Describe your design; the result shows here.',
  },
  upload: {
    title: 'Uploading the image',
    progress: '{{sent}} of {{total}}',
    nothingHeld: 'Nothing is held until the upload is complete.',
    stop: 'Stop the upload',
    retry: 'Upload again',
  },
  unusable: {
    type: 'This file is not an accepted image (JPEG, PNG, WebP or AVIF). Nothing was sent.',
    heic: 'HEIC is not accepted yet. Export the photo as JPEG. Nothing was sent.',
    size: '{{size}}; the limit is 50 MB. Nothing was sent.',
    pixels: '{{count}} megapixels; the limit is 50. Nothing was sent.',
    side: 'A side of {{count}} pixels; the limit is 16,383. Nothing was sent.',
    unreadable: 'The picture cannot be read. Export it again and retry. Nothing was sent.',
  },
} as const;
