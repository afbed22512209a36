import { type Clinic, granvik, harbour, lindenhof, northgate } from "./clinics.ts";
import type { Stamp } from "./stamp.ts";

/** The patients of the samples. All invented; the medicines are substances at everyday doses. */

export type Patient = { name: string; born: string; address: string; sex: string; allergies: string; file: string };
export type Medicine = { name: string; directions: string; supply: string };

export type Prescription = {
  clinic: Clinic;
  patient: Patient;
  date: string;
  medicines: Medicine[];
  refills: number;
  stamp?: Stamp;
  seed: number;
};

export const garcia: Prescription = {
  clinic: harbour,
  patient: {
    name: "Elena Garcia",
    born: "22 Mar 1968",
    address: "7 Cooper's Yard, Fernwick",
    sex: "F",
    allergies: "none known",
    file: "HL-20417",
  },
  date: "12 Apr 2024",
  medicines: [
    { name: "Amoxicillin 500 mg caps", directions: "1 capsule 3 x daily for 7 days", supply: "21" },
    { name: "Paracetamol 500 mg tabs", directions: "1-2 tablets if needed, max. 8 in 24 h", supply: "30" },
  ],
  refills: 0,
  stamp: { ring: "FERN & FINCH PHARMACY · FERNWICK · ", lines: ["DISPENSED", "12 APR 2024"] },
  seed: 412,
};

export const okafor: Prescription = {
  clinic: northgate,
  patient: {
    name: "Chidi Okafor",
    born: "4 Nov 1957",
    address: "31 Weir Street, Ostwick",
    sex: "M",
    allergies: "penicillin",
    file: "NG-00936",
  },
  date: "8 Jan 2024",
  medicines: [
    { name: "Metformin 850 mg tabs", directions: "1 tablet twice daily with meals", supply: "60" },
    { name: "Ramipril 5 mg tabs", directions: "1 tablet every morning", supply: "30" },
  ],
  refills: 3,
  stamp: { ring: "OLD MILL PHARMACY · OSTWICK · ", lines: ["RECEIVED", "9 JAN 2024"] },
  seed: 936,
};

export const lindqvist: Prescription = {
  clinic: granvik,
  patient: {
    name: "Astrid Lindqvist",
    born: "30 Jun 1981",
    address: "Kvarngatan 3, Granvik",
    sex: "F",
    allergies: "latex",
    file: "GV-1187",
  },
  date: "19 Feb 2024",
  medicines: [{ name: "Levothyroxine 75 µg", directions: "1 tablet every morning, fasting", supply: "100" }],
  refills: 2,
  stamp: { ring: "APOTEK TRANAN · GRANVIK · ", lines: ["PAID", "20 FEB 2024"] },
  seed: 1187,
};

export const haddad: Prescription = {
  clinic: lindenhof,
  patient: {
    name: "Layla Haddad",
    born: "11 Sep 1994",
    address: "Mühlgasse 12, Brenntal",
    sex: "F",
    allergies: "none known",
    file: "LH-5521",
  },
  date: "3 May 2024",
  medicines: [
    { name: "Salbutamol 100 µg inhaler", directions: "2 puffs when short of breath", supply: "1" },
    { name: "Prednisolone 30 mg", directions: "once daily, mornings, 5 days", supply: "5" },
  ],
  refills: 1,
  seed: 5521,
};

export const petrov: Prescription = {
  clinic: northgate,
  patient: {
    name: "Dmitri Petrov",
    born: "17 Dec 1949",
    address: "5 Sluice Court, Ostwick",
    sex: "M",
    allergies: "none known",
    file: "NG-01440",
  },
  date: "27 Mar 2024",
  medicines: [{ name: "Amlodipine 5 mg tabs", directions: "1 tablet daily, at night", supply: "28" }],
  refills: 2,
  seed: 1440,
};

export const solheim: Prescription = {
  clinic: lindenhof,
  patient: {
    name: "Ingrid Solheim",
    born: "2 Aug 1976",
    address: "Rosenweg 40, Brenntal",
    sex: "F",
    allergies: "sulfonamides",
    file: "LH-0042",
  },
  date: "15 May 2024",
  medicines: [
    { name: "Nitrofurantoin 100 mg caps", directions: "1 capsule twice daily for 5 days", supply: "10" },
    { name: "Ibuprofen 400 mg tabs", directions: "1 tablet after meals if in pain", supply: "20" },
  ],
  refills: 0,
  stamp: { ring: "ADLER PHARMACY · BRENNTAL · ", lines: ["DISPENSED", "15 MAY 2024"] },
  seed: 42,
};

export const mbeki: Prescription = {
  clinic: harbour,
  patient: {
    name: "Thandi Mbeki",
    born: "25 Jan 1990",
    address: "18 Ropewalk, Fernwick",
    sex: "F",
    allergies: "none known",
    file: "HL-20655",
  },
  date: "6 Jun 2024",
  medicines: [{ name: "Doxycycline 100 mg caps", directions: "2 on day 1, then 1 daily, 7 days", supply: "8" }],
  refills: 0,
  stamp: { ring: "FERN & FINCH PHARMACY · FERNWICK · ", lines: ["DISPENSED", "6 JUN 2024"] },
  seed: 655,
};

export const rossi: Prescription = {
  clinic: granvik,
  patient: {
    name: "Giulia Rossi",
    born: "9 Oct 1986",
    address: "Hamnplan 2, Granvik",
    sex: "F",
    allergies: "none known",
    file: "GV-2203",
  },
  date: "21 May 2024",
  medicines: [{ name: "Sertraline 50 mg tabs", directions: "1 tablet every morning", supply: "30" }],
  refills: 1,
  seed: 2203,
};
