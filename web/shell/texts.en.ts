export const texts = {
  studio: 'Studio',
  skip: 'Skip to content',
  menu: 'Account',
  signOut: 'Sign out',
  offline: {
    title: 'Connection lost.',
    text: 'Your jobs go on on the server. Last answer {{ago}}.',
    retry: 'Try again now',
  },
  page: {
    missing: 'There is nothing at this address.',
    broken: 'This page could not be shown.',
    brokenHint: 'Your images and credits are intact. If it goes on, give us this number.',
    changed: 'This page shows another organization.',
    changedHint:
      'Somebody signed in for another organization in this browser. Nothing was done or charged: go back to the studio to work there, or sign in again.',
    refused: 'This form did not reach us as one of ours.',
    refusedHint: 'Nothing was done or charged. Go back, reload the page and try again.',
    reload: 'Reload',
    home: 'Go to the studio',
  },
} as const;
