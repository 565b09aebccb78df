import { createTheme, type MantineColorsTuple } from '@mantine/core';

const shaft: MantineColorsTuple = [
  '#e9f2f0',
  '#d3e3df',
  '#a9c9c2',
  '#7fc4b8',
  '#4d978c',
  '#2f7f75',
  '#1c6660',
  '#14504e',
  '#103f3e',
  '#0b2e2d',
];

export const theme = createTheme({
  primaryColor: 'shaft',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  colors: { shaft },
  fontFamily: '"Line", "Segoe UI", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  headings: { fontFamily: '"Line Condensed", "Arial Narrow", sans-serif' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: { Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } } },
});
