// Before the first paint, so that nobody who wants it dark is shown a white page first.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('fieldgate.theme');
  } catch {
    // Storage may be off; then the system decides.
  }
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
