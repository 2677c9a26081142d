import { one } from './dom.ts';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const WORDS: Readonly<Record<Theme, string>> = {
  auto: 'Theme: system',
  light: 'Theme: light',
  dark: 'Theme: dark',
};
const KEY = 'flexcert-theme';

/** Light or dark as the system says, unless the reader chooses. Kept where the browser lets a page keep it. */
export function startTheme(): void {
  const button = one<HTMLButtonElement>('button.theme');
  let theme = kept();
  const show = () => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = WORDS[theme];
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme;
    keep(theme);
    show();
  });
  show();
}

/** A page from a file may have no storage; that is no reason to fail. */
function kept(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Chosen for this time alone.
  }
}
