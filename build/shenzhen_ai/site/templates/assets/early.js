// Runs before the page is drawn, so that the theme somebody chose does not flash and what script adds has its place.
{
  document.documentElement.classList.add("script");
  const chosen = localStorage.getItem("theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
}
