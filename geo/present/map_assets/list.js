// The standalone page: the map, and beside it the sites in the order of their rank.

const PAGE = 200;

function siteList(scene, cards, holder) {
  const list = element("ol", { class: "jc-cards" }), buttons = [];
  const { texts } = scene.territory;
  const more = element("button", { type: "button", class: "jc-more", onclick: () => grow(buttons.length + PAGE) }, texts.more);
  function grow(count) {
    for (const card of cards.slice(buttons.length, count)) {
      const index = buttons.length;
      const item = cardButton(card, () => { select(scene, index); reveal(scene, index); });
      buttons.push(item.firstChild);
      item.addEventListener("mouseenter", () => highlight(scene, index));
      item.addEventListener("mouseleave", () => highlight(scene, null));
      list.append(item);
    }
    more.hidden = buttons.length >= cards.length;
  }
  grow(PAGE);
  holder.append(list, more);
  return (index) => {
    grow(index + 1);
    buttons.forEach((button, place) => {
      if (place === index) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    buttons[index].scrollIntoView({ block: "nearest" });
  };
}

function highlight(scene, index) {
  scene.hovered = index;
  scene.sheets.marks.refresh();
}

function standalone(territory) {
  const map = L.map("map", { zoomControl: false, attributionControl: false, ...OPTIONS });
  dress(map.getContainer());
  const scene = openDocument(map, territory);
  scene.onSelect = siteList(scene, territory.cards, document.getElementById("sites"));
  restyle(territory.state);
}

// The app's list is another frame: it lights the site whose card is under the pointer.
function hover(index) {
  if (current?.classes) highlight(current, index);
}

return { open, restyle, standalone, position, hover, hovered: () => current.hovered, size: () => current.sites.length };
