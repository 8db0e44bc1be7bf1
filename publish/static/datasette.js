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

// The meaning of the columns is one click away, not a screen above the rows.
for (const list of document.querySelectorAll("dl.column-descriptions")) {
  const fold = document.createElement("details"), summary = document.createElement("summary");
  fold.className = "folded";
  summary.textContent = document.documentElement.lang === "en" ? "What the columns mean" : "各列的含义";
  list.replaceWith(fold);
  fold.append(summary, list);
}
