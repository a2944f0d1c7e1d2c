// The small-screen menu: the button opens it, a choice closes it.
$(function () {
  const button = $(".menu-button");
  const menu = $("#menu");

  function show(open) {
    menu.toggleClass("open", open);
    button.attr("aria-expanded", String(open));
  }

  button.on("click", function () {
    show(!menu.hasClass("open"));
  });
  menu.on("click", "a", function () {
    show(false);
  });
});
