export type ThemeName = 'dark' | 'light';

const KEY = 'presage.theme';
const isTheme = (text: string | null): text is ThemeName => text === 'dark' || text === 'light';

/** `?theme=`, else what was chosen here before, else what the system prefers. */
export function startTheme(): ThemeName {
  const asked = new URLSearchParams(location.search).get('theme');
  if (isTheme(asked)) {
    return asked;
  }
  const remembered = localStorage.getItem(KEY);
  if (isTheme(remembered)) {
    return remembered;
  }
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

export function rememberTheme(theme: ThemeName): void {
  localStorage.setItem(KEY, theme);
}
