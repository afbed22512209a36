import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ECHO = "/usr/lib/nginx/modules/ngx_http_echo_module.so";

/**
 * An nginx of our own: `/0/NAME` answers at once, `/20/NAME` after 20 ms; `/0/as7/NAME` is the same file under another
 * address. It has one process, so that it can be told from what is measured.
 * @returns its command line
 */
export function nginxLine(program: string, folder: string, pictures: string, port: number, log: string): string[] {
  mkdirSync(folder, { recursive: true });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const waits = [20, 100].map((ms) => `location ~ ^/${ms}/(.*)$ { echo_sleep ${ms / 1_000}; echo_exec /0/$1; }`);
  const text = `load_module ${ECHO};
daemon off; master_process off; pid ${folder}/pid; error_log stderr error;
events { worker_connections 1024; }
http {
  access_log ${log};
  sendfile on; tcp_nodelay on; keepalive_requests 10000000; types { } default_type application/octet-stream;
  ${temporary.join("\n  ")}
  server {
    listen 127.0.0.1:${port};
    location ~ ^/0/(?:as\\d+/)?(.*)$ { alias ${pictures}/$1; }
    ${waits.join("\n    ")}
  }
}
`;
  const conf = join(folder, "nginx.conf");
  writeFileSync(conf, text);
  return [program, "-e", "stderr", "-c", conf];
}
