import { errorText } from "../../base/error-text.ts";
import { Evicted, openPublisher } from "../cache/shared/publisher.ts";
import { errorLink, pictureLink } from "../endpoint/picture-link.ts";
import type { Showing } from "../produce/present.ts";
import type { Settings } from "../settings/settings.ts";
import type { Places } from "./places.ts";

/**
 * How browsers reach the pictures of a search.
 * @param warn called once, when pictures have no link
 */
export function showingFor({ serve }: Settings, places: Places, warn: (text: string) => void): Showing {
  return serve.serve === "rest" ? throughEndpoint(places) : asFiles(places, warn);
}

// A link holds all that the endpoint needs, so nothing is laid out, and error pictures are drawn when somebody looks.
function throughEndpoint({ shortcutUrl: root }: Places): Showing {
  return {
    // Every picture of a search has a plan; only error pictures have none, and these are not drawn here.
    show: ({ picture, fetchedAt }) => (picture ? pictureLink(root, picture.plan, picture.variant, fetchedAt) : ""),
    failureLink: (error, plan) => {
      const hasAddress = plan && error.code !== "too-many-pages" && error.code !== "cancelled";
      return hasAddress ? pictureLink(root, plan, "fresh", 0) : errorLink(root, error);
    },
  };
}

// A picture that lies in the cache is good, even where its public copy could not be made.
function asFiles({ cache, staticCache, shortcutUrl }: Places, warn: (text: string) => void): Showing {
  const publish = openPublisher(cache, staticCache, shortcutUrl);
  let hasWarned = false;
  return {
    show({ file, fetchedAt, name }) {
      try {
        return publish(file, fetchedAt, name);
      } catch (thrown) {
        if (thrown instanceof Evicted) throw thrown;
        if (!hasWarned) warn(`pictures have no link: ${errorText(thrown)}`);
        hasWarned = true;
        return "";
      }
    },
  };
}
