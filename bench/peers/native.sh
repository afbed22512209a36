#!/bin/sh
# The native floor: vipsthumbnail over files on the disk, one process per core, each with its share of them.
# native.sh PROCESSES FOLDER_OF_RESULTS FILE ...
processes=$1
results=$2
shift 2
export VIPS_CONCURRENCY=1
share=0
while [ "$share" -lt "$processes" ]; do
    (
        number=0
        for file; do
            # Every so many-th file is of this share, so that all kinds are in each.
            shift
            [ $((number % processes)) -eq "$share" ] && set -- "$@" "$file"
            number=$((number + 1))
        done
        exec vipsthumbnail --size '500x500>' --output "$results/%s.jpg[Q=80,strip]" "$@"
    ) &
    pids="$pids $!"
    share=$((share + 1))
done
for pid in $pids; do wait "$pid" || exit 1; done
