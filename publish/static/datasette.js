// Datasette's own pages leave some fields without a name; those who cannot see them need one.
function name(root) {
  for (const field of root.querySelectorAll("input:not([type=hidden]):not([type=submit]), select, textarea")) {
    if (!field.labels?.length && !field.getAttribute("aria-label")) {
      field.setAttribute("aria-label", (field.name || field.id || "SQL").replaceAll("_", " ").trim());
    }
  }
}
name(document);
addEventListener("load", () => name(document));
