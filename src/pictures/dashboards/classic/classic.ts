// The tables of the first app show the columns of getimage as every table does.
import "../tables/tables.ts";
