import type { Emblem } from "./emblem.ts";

/** The practices that write the prescriptions. All invented. */

export type Clinic = {
  name: string;
  motto: string;
  emblem: Emblem;
  address: string;
  phone: string;
  doctor: string;
  role: string;
  /** Seed of the doctor's signature. */
  hand: number;
};
export const harbour: Clinic = {
  name: "Harbour Lane Practice",
  motto: "Family medicine",
  emblem: "waves",
  hand: 4,
  address: "14 Harbour Lane, Fernwick",
  phone: "Tel. 555-0142",
  doctor: "Dr. Miriam Castellow",
  role: "General practitioner",
};

export const northgate: Clinic = {
  name: "Northgate Medical House",
  motto: "Internal medicine · Diabetes care",
  emblem: "gate",
  hand: 1,
  address: "2 Tannery Row, Ostwick",
  phone: "Tel. 555-0178",
  doctor: "Dr. Benedikt Arvo",
  role: "Internal medicine",
};

export const granvik: Clinic = {
  name: "Granvik Health Centre",
  motto: "Care close to home",
  emblem: "leaf",
  hand: 14,
  address: "Björkstigen 9, Granvik",
  phone: "Tel. 555-0119",
  doctor: "Dr. Signe Almqvist-Hede",
  role: "General practitioner",
};

export const lindenhof: Clinic = {
  name: "Lindenhof Clinic",
  motto: "Outpatient department",
  emblem: "cross",
  hand: 11,
  address: "Am Lindenhof 31, Brenntal",
  phone: "Tel. 555-0163",
  doctor: "Dr. Konrad Vessely",
  role: "Respiratory medicine",
};
