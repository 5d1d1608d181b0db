export const texts = {
  title: 'Sign in',
  lead: 'Nobody is charged for a picture that does not arrive.',
  email: 'E-mail',
  password: 'Password',
  submit: 'Sign in',
  busy: 'Signing in…',
  photo: 'A red cup of coffee on a wooden table',
  errors: {
    invalid_credentials: 'This e-mail and password do not match. Check both and try again.',
    rate_limited: 'Too many attempts. Wait a minute, then try again.',
    no_organization:
      'Your account belongs to no organization any more. Ask whoever runs this studio; nothing was charged.',
    forbidden_origin: 'This form was sent from another site. Reload the page and try again.',
  },
  signUp: {
    title: 'Make your account',
    lead: 'You were invited. Your pictures and credits are your own organization’s.',
    goneTitle: 'No invitation',
    gone: 'This invitation was used, has expired or was never there. Ask for a new one, or sign in.',
    name: 'Name',
    passwordHint: 'At least {{min}} characters.',
    submit: 'Make account',
    busy: 'Making your account…',
    errors: {
      name: 'Write your name, in at most 100 characters.',
      password: 'Choose a password of {{min}} to {{max}} characters.',
      taken: 'Somebody with this e-mail has an account already. Sign in with it.',
    },
  },
} as const;
