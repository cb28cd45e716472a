-- Keys and indexes as a JDE site has them, made after the load. Only some tables have one on the audit date.
ALTER TABLE jde.f4801 ADD CONSTRAINT f4801_pk PRIMARY KEY (wadoco);
CREATE INDEX f4801_2 ON jde.f4801 (waitm, wamcu, wasrst);
CREATE INDEX f4801_3 ON jde.f4801 (waupmj, watday);

ALTER TABLE jde.f4111 ADD CONSTRAINT f4111_pk PRIMARY KEY (ilukid);
CREATE INDEX f4111_2 ON jde.f4111 (ilitm, ilmcu, illocn, illotn);
CREATE INDEX f4111_3 ON jde.f4111 (ilcrdj, iltday);

ALTER TABLE jde.f4101 ADD CONSTRAINT f4101_pk PRIMARY KEY (imitm);
CREATE UNIQUE INDEX f4101_2 ON jde.f4101 (imlitm);

ALTER TABLE jde.f41021 ADD CONSTRAINT f41021_pk PRIMARY KEY (liitm, limcu, lilocn, lilotn);

ALTER TABLE jde.f4108 ADD CONSTRAINT f4108_pk PRIMARY KEY (iolotn, iomcu, ioitm);
CREATE INDEX f4108_2 ON jde.f4108 (ioupmj);

ALTER TABLE jde.f3111 ADD CONSTRAINT f3111_pk PRIMARY KEY (wmukid);
CREATE INDEX f3111_2 ON jde.f3111 (wmdoco, wmcpnt);

ALTER TABLE jde.f3112 ADD CONSTRAINT f3112_pk PRIMARY KEY (wldoco, wlmcu, wlopsq, wlopsc);

ALTER TABLE jde.f0101 ADD CONSTRAINT f0101_pk PRIMARY KEY (aban8);

ALTER TABLE jde.f0005 ADD CONSTRAINT f0005_pk PRIMARY KEY (drsy, drrt, drky);
