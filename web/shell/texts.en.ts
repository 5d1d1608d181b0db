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
    reload: 'Reload',
    home: 'Go to the studio',
  },
} as const;
