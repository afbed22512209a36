# Sourced by the launchers beside it: ends in their program, $program, on the Node of this package. stdout belongs to
# Splunk's protocols; nothing is written there.
# Whoever starts this reads its first line on stderr: one sentence says what is missing.
give_up() {
    echo "$program: $1" >&2
    exit 1
}

is_new_enough() {
    major=$("$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null) && [ "$major" -ge 24 ] 2>/dev/null
}

# Up to 2.33 glibc bears its version in the name of its file; Node and libvips need 2.28. Asked without starting anything.
refuse_old_glibc() {
    for folder in /lib64 "/lib/$machine-linux-gnu" /lib; do
        for minor in 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27; do
            [ -e "$folder/libc-2.$minor.so" ] && give_up "needs glibc 2.28 or newer; this system has 2.$minor"
        done
    done
}

# Node's own variables would make another program of it, or turn off its checks of certificates.
unset NODE_OPTIONS NODE_PATH NODE_TLS_REJECT_UNAUTHORIZED OPENSSL_CONF
machine=$(uname -m)
platform="${here%/*/*}/linux_$machine/bin"
[ -e "$platform/$program.mjs" ] || give_up "this package is not for $machine machines, or is not whole: no $platform/$program.mjs"
refuse_old_glibc

node="$platform/node"
if [ ! -x "$node" ]; then
    for node in "$GETIMAGE_NODE" node ""; do
        [ -n "$node" ] && is_new_enough "$node" && break
    done
fi
[ -n "$node" ] || give_up "needs Node 24 or newer: $platform/node is missing or may not be run (file mode, noexec), and neither GETIMAGE_NODE nor PATH has one"

# DNS look-ups and file work share these threads; the default of four lets a slow name server hold up the disk.
export UV_THREADPOOL_SIZE=16
# A look-up cannot be cancelled: a name server that does not answer would hold up the end of a search.
export RES_OPTIONS="${RES_OPTIONS:-timeout:1 attempts:2}"
# A crash of the decoder would leave a file with people's pictures.
ulimit -c 0 2>/dev/null
exec "$node" "$platform/$program.mjs" "$@"
