// index.html#01/6 leads to stop 6 of lesson 1.
"use strict";

{
  const place = /^#(\d\d)\//.exec(location.hash);
  if (place) location.replace(place[1] + ".html" + location.hash);
}
