import eslint from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import * as regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const sizes = {
  'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 70, skipBlankLines: false, skipComments: false }],
};

const spoken =
  'JSXAttribute[name.name=/^(alt|aria-label|title|placeholder|label|closeLabel|dismissLabel|heading|lead|hint|caption)$/]';

/** Words in attributes that are read out or shown; the empty text is no word. */
const untranslated = [
  `${spoken} > Literal[value=/./]`,
  ...[
    `${spoken} > JSXExpressionContainer`,
    `${spoken} > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression)`,
  ].flatMap((value) => [
    `${value} > Literal[value=/./]`,
    `${value} > TemplateLiteral > TemplateElement[value.raw=/[A-Za-z]/]`,
  ]),
].map((selector) => ({
  selector,
  message: 'A text of one language: put it beside its feature, into texts.en.ts and texts.fr.ts.',
}));

export default tseslint.config(
  { ignores: ['node_modules', 'build', '.atelier', 'coverage', '**/fixtures/**'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { regexp },
    rules: {
      ...sizes,
      // What somebody sent is matched in one pass.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { ignoreSticky: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[property.name="pathname"][object.callee.name="URL"][object.arguments.length=2]',
          message:
            'The path of a file URL stays percent-encoded, which no folder of that name is: use fileURLToPath.',
        },
      ],
      // `@remix-run` routes answer by throwing responses; everywhere else only errors are thrown.
      '@typescript-eslint/only-throw-error': [
        'error',
        { allow: [{ from: 'lib', name: 'Response' }] },
      ],
    },
  },
  {
    files: ['workflows/**/*.ts'],
    ignores: ['**/*.test.ts', 'workflows/bundle.ts', 'workflows/testing/**'],
    rules: {
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*', 'fs', 'path', 'crypto', 'os'], message: 'A workflow does no I/O.' },
            {
              group: ['zod', '**/env.ts', '**/db/**', '**/api/**', '**/media/**', '**/storage/**'],
              message: 'A workflow knows its plan only.',
            },
            {
              group: ['**/activities/**', '**/operations/**'],
              allowTypeImports: true,
              message: 'A workflow imports types of activities and operations only.',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'fetch'],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'ThrowStatement > NewExpression[callee.name!=/^(ApplicationFailure|CancelledFailure)$/]',
          message: 'A plain Error fails the workflow task for ever: throw ApplicationFailure.',
        },
        {
          selector: 'Program > VariableDeclaration[kind="let"]',
          message: 'Module state leaks between workflows of one isolate.',
        },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    ...jsxA11y.flatConfigs.strict,
  },
  {
    files: ['web/**/*.tsx'],
    // The page of components speaks to developers only.
    ignores: ['web/ui/gallery/**'],
    rules: { 'no-restricted-syntax': ['error', ...untranslated] },
  },
  { files: ['web/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/testing/**', 'web/e2e/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
  },
);
