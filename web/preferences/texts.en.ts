export const texts = {
  language: 'Language',
  english: 'English',
  french: 'Français',
  toLight: 'Switch to the light theme',
  toDark: 'Switch to the dark theme',
} as const;
