/** Files that are not what their name says. */

/** A transfer that broke off: the header is whole, the picture ends in the middle. */
export function cutOff(whole: Buffer, share: number): Buffer {
  return whole.subarray(0, Math.round(whole.length * share));
}

/** What an image server sends, with status 200, to someone whose session has run out. */
export const loginPage = Buffer.from(`<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Sign in - Document Archive (sample)</title>
  <style>
    body { font: 16px/1.5 sans-serif; background: #eef1f4; color: #22303c; }
    form { width: 20em; margin: 12vh auto; padding: 2em; background: #fff; border-radius: 8px; }
    label, input, button { display: block; width: 100%; box-sizing: border-box; }
    input { margin-bottom: 1em; padding: .5em; }
  </style>
</head>
<body>
  <form method="post" action="/login">
    <h1>Document Archive</h1>
    <p>Your session has expired. Please sign in again to see <code>rx_dubois_login.jpg</code>.</p>
    <label for="user">User name</label>
    <input id="user" name="user" autocomplete="username">
    <label for="word">Password</label>
    <input id="word" name="word" type="password" autocomplete="current-password">
    <button type="submit">Sign in</button>
  </form>
</body>
</html>
`);
