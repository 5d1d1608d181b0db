import { mapFailures } from '../../domain/failures.ts';
export const texts = {
  tooFewCredits: 'Not enough credits. Your settings are kept.',
  causes: {
    ...mapFailures(({ text }) => text.en),
    invalid_request: 'Some settings are not valid. Correct the marked fields.',
    unauthenticated: 'Your session has ended. Sign in again; your settings are kept on this page.',
    forbidden: 'Your role may not run jobs. Ask an owner of the organization.',
    forbidden_origin: 'The request came from another address. Reload the page.',
    not_found: 'The image is no longer there. Add it again.',
    organization_changed:
      'Somebody signed in for another organization in this browser. Reload the page to work there, or sign in again.',
    method_not_allowed: 'This cannot be done here. Reload the page.',
    request_timeout: 'The upload was too slow and was stopped. Try again on a better line.',
    request_in_flight: 'The same request is still being answered. Try again in a moment.',
    asset_in_use: 'A job still needs this picture. Wait until it has ended, or cancel it.',
    file_too_large: 'The file is larger than 50 MB. Choose a smaller one.',
    unsupported_media_type: 'Not an accepted image. JPEG, PNG, WebP, AVIF and HEIC stills work.',
    unreadable_image: 'The picture cannot be read. Export it again as a still image.',
    too_many_pixels: 'The picture has more than 64 MP. Choose a smaller one.',
    side_too_long: 'A side of the picture has more than 16,383 pixels. Crop it first.',
    output_too_large: 'The result would exceed 64 MP. Choose a smaller scale.',
    idempotency_key_reused: 'This request was already sent with other settings. Run it again.',
    quota_exceeded:
      'A limit of your organization is used up. If its storage is full, delete images that you no longer need; else try again later. Nothing was charged.',
    rate_limited: 'Too many requests. Wait a minute, then run it again.',
    network: 'The connection was lost. Run it again: the same request is never charged twice.',
    other: 'Something went wrong on our side. Run it again.',
  },
} as const;
