// Colours before anything is drawn: shell/theme.ts
document.documentElement.dataset.theme =
  localStorage.getItem('formwork.theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
