/** Where a link or a click may lead: a page of this server, a view beside this one, or another server by http. */
export function isFollowable(href: string): boolean {
  if (/[\s\u0000-\u001f\\]/.test(href)) return false;
  return (
    /^\/(?!\/)/.test(href) || /^https?:\/\/[^/]/i.test(href) || /^[\w-]+(\?|#|$)/.test(href) || href.startsWith("#")
  );
}

/** What an `<img>` of an html panel may load. */
export function isLoadable(src: string): boolean {
  if (/^data:image\/(png|jpeg|gif|webp);base64,[\w+/=]+$/.test(src)) return true;
  return /^\/(?![/\\])/.test(src) && isFollowable(src);
}
