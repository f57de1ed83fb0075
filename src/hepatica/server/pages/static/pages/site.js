// Small helps for pages that work without them: filters, and forms that survive a lost connection.
(function () {
  "use strict";

  // A box with data-filters="ID" shows only the rows of that table that hold what is typed.
  function filterRows(box) {
    var rows = document.querySelectorAll("#" + box.dataset.filters + " tbody tr");
    var wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !wanted.every(function (word) { return text.includes(word); });
    });
  }
  document.querySelectorAll("[data-filters]").forEach(function (box) {
    box.addEventListener("input", function () { filterRows(box); });
    box.form.addEventListener("submit", function (event) { event.preventDefault(); });
  });

  // What was refused is read first.
  var refused = document.querySelector(".refused[tabindex]");
  if (refused) { refused.focus(); }

  // At the bedside a form is sent in the background. While the connection is lost it is kept and
  // sent again with the same key, so that nothing is written twice.
  var lost = document.getElementById("lost");
  function send(form, body) {
    fetch(form.action, { method: "POST", body: body, credentials: "same-origin" })
      .then(function (response) {
        lost.hidden = true;
        return response.text().then(function (text) { show(response.url, text); });
      })
      .catch(function () {
        lost.hidden = false;
        window.setTimeout(function () { send(form, body); }, 3000);
      });
  }
  function show(url, text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    document.title = page.title;
    document.getElementById("main").replaceWith(page.getElementById("main"));
    window.history.replaceState(null, "", url);
    keep();
    document.getElementById("main").focus();
  }
  function keep() {
    document.querySelectorAll(".bedside form").forEach(function (form) {
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        form.querySelectorAll("button").forEach(function (button) { button.disabled = true; });
        send(form, new FormData(form, event.submitter));
      });
    });
  }
  keep();
})();
