// On a narrow screen the original is not beside the tables: let a figure open it instead of moving what nobody sees.
if (matchMedia("(max-width: 74.99rem)").matches) {
  for (const link of document.querySelectorAll('a[target="original"]')) link.removeAttribute("target");
}
