#!/bin/sh
# The pipeline of 2016, one row at a time: wget, then convert with a caption. Written anew by what the original did.
# original.sh FOLDER FONT [BASE_URL] < names; without an address it converts what FOLDER/originals holds, as for cached rows.
folder=$1
font=$2
base=${3:-}
while read -r name; do
    if [ -n "$base" ]; then
        wget -nv --timeout=2 --tries=1 -O "$folder/originals/$name" "$base/$name" 2>/dev/null || exit 1
        caption=${name%.*}.jpg
    else
        caption="${name%.*}.jpg ##CACHE##"
    fi
    /usr/bin/convert "$folder/originals/$name" -resize '500x500>' -gravity South -font "$font" -fill yellow -undercolor '#00800080' \
        -annotate +0+5 "$caption" "$folder/shown/${name%.*}.jpg" 2>/dev/null || exit 1
done
